/** Who may log in, and what each may do: {@code Right}, {@code User}, {@code Users}. */
package netlessons.ftp.user;
