"""Serves a folder over FTP with vsftpd 3.0.3, as the options of lesson 05 say: vsftpd_server.py PORT DIR [options].

It has to be root, in a container of its own: users are made that own the folder. Where vsftpd has no such setting, it does as
it does; its times are whole seconds, and a user may write or not.
"""

import crypt
import math
import os

import lesson_options

CERTIFICATE = "/etc/vsftpd.pem"


def yes(truth):
    return "YES" if truth else "NO"


def add_user(text, folder):
    name, password, rights, home = (text.split(":", 3) + [folder])[:4]
    status = os.stat(folder)
    with open("/etc/passwd", "a") as file:
        file.write(f"{name}:x:{status.st_uid}:{status.st_gid}::{home}:/bin/sh\n")
    with open("/etc/shadow", "a") as file:
        file.write(f"{name}:{crypt.crypt(password)}:19000:0:99999:7:::\n")
    with open("/etc/users/" + name, "w") as file:
        file.write(f"write_enable={yes('w' in rights)}\n")


def settings(options):
    yield from (
        ("listen", "YES"),
        ("listen_address", options.host),
        ("listen_port", options.port),
        ("background", "NO"),
        ("seccomp_sandbox", "NO"),
        ("pam_service_name", "vsftpd"),
        ("secure_chroot_dir", "/var/run/vsftpd/empty"),
        ("user_config_dir", "/etc/users"),
        ("anonymous_enable", yes(not options.no_anonymous)),
        ("anon_root", options.dir),
        ("anon_world_readable_only", "NO"),
        ("local_enable", "YES"),
        ("local_umask", "022"),
        ("write_enable", "YES"),
        ("chroot_local_user", "YES"),
        ("allow_writeable_chroot", "YES"),
        ("ascii_upload_enable", "YES"),
        ("ascii_download_enable", "YES"),
        ("max_clients", options.max_connections),
        ("max_per_ip", options.max_connections_per_ip),
        ("max_login_fails", options.login_attempts),
        ("delay_failed_login", round(options.login_delay)),
        ("idle_session_timeout", math.ceil(options.control_timeout)),
        ("data_connection_timeout", math.ceil(options.data_timeout)),
        ("accept_timeout", math.ceil(options.passive_timeout)),
        ("connect_timeout", math.ceil(options.active_timeout)),
        ("local_max_rate", options.download_rate or options.upload_rate),
    )
    if options.banner:
        with open("/etc/banner", "w") as file:
            file.write(options.banner + "\n")
        yield "banner_file", "/etc/banner"
    for text in options.masquerade_address:
        if "=" not in text:
            yield "pasv_address", text
    if options.passive_ports:
        ports = options.passive_ports.split("-")
        yield from (("pasv_min_port", ports[0]), ("pasv_max_port", ports[-1]))
    if options.tls:
        lesson_options.write_pem(options, CERTIFICATE)
        yield from (
            ("ssl_enable", "YES"),
            ("rsa_cert_file", CERTIFICATE),
            ("ssl_ciphers", "HIGH"),
            ("allow_anon_ssl", "YES"),
            ("require_ssl_reuse", "NO"),
            ("strict_ssl_read_eof", "YES"),
            ("implicit_ssl", yes(options.tls_implicit)),
            ("force_local_logins_ssl", yes(options.tls_required)),
            ("force_local_data_ssl", yes(options.tls_required)),
        )


def main():
    options = lesson_options.parse(__doc__)
    for folder in ("/etc/users", "/var/run/vsftpd/empty"):
        os.makedirs(folder, exist_ok=True)
    for text in options.user:
        add_user(text, options.dir)
    with open("/etc/pam.d/vsftpd", "w") as file:
        file.write("auth required pam_unix.so nodelay\naccount required pam_unix.so\n")
    with open("/etc/vsftpd.conf", "w") as file:
        file.writelines(f"{name}={value}\n" for name, value in settings(options))
    os.execvp("vsftpd", ["vsftpd", "/etc/vsftpd.conf"])


if __name__ == "__main__":
    main()
