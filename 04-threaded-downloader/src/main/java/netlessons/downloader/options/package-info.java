/**
 * What people type. {@code Source} is what is to be fetched: addresses on the command line, and a list, which is read at
 * once from a file ({@code ListFile}) and as it comes from standard input ({@code LiveList}); either has a {@code Line}
 * for each. {@code Choices} is how: the options of {@code Placing}, {@code Amount}, {@code Patience} and
 * {@code Requests}. What makes no sense is {@code Wrong}, and said without telling a password.
 */
package netlessons.downloader.options;
