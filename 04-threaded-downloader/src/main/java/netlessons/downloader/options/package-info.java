/**
 * What people type. {@code Choices} is all of it: what is to be fetched ({@code Source}), and how ({@code Placing},
 * {@code Amount}, {@code Patience}, {@code Requests}). picocli fills these in, or, since that takes long to get ready,
 * {@code Shortcut}, where a command line is plain; {@code Sections} are the headings of {@code --help}.
 *
 * <p>A list is read at once from a file ({@code ListFile}) and as it comes from standard input ({@code LiveList}); either
 * has a {@code Line} for each file. What makes no sense is {@code Wrong}, and said without telling a password.
 */
package netlessons.downloader.options;
