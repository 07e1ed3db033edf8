"""Serves a folder over FTP with pyftpdlib 1.5.7, as the options of lesson 05 say: pyftpdlib_server.py PORT DIR [options].

What pyftpdlib does otherwise is left as it is: the grader is to be tried on it.
"""

import logging
import os
import signal
import sys
import threading

import lesson_options
from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.filesystems import AbstractedFS
from pyftpdlib.handlers import ActiveDTP, FTPHandler, PassiveDTP, ThrottledDTPHandler
from pyftpdlib.servers import ThreadedFTPServer


class Server(ThreadedFTPServer):
    join_timeout = 1

    def _map_len(self):
        return len(self.ip_map)  # sessions; pyftpdlib would let one more in

    def _start_task(self, *args, **kwargs):
        return threading.Thread(*args, daemon=True, **kwargs)  # one that opens a pipe waits for ever


class Folders(AbstractedFS):
    # Its own way leads through the current folder of the process, which all threads share. If that is a folder that a
    # test has just deleted, every CWD of everybody ends with an error from then on.
    def chdir(self, path):
        os.scandir(path).close()
        self.cwd = self.fs2ftp(path)


def users(options):
    authorizer = DummyAuthorizer()
    if not options.no_anonymous:
        authorizer.add_anonymous(options.dir)
    for text in options.user:
        name, password, rights, home = (text.split(":", 3) + [options.dir])[:4]
        authorizer.add_user(name, password, home, perm=rights)
    for text in options.folder_rights:
        name, path, rights = text.split(":")
        authorizer.override_perm(name, authorizer.get_home_dir(name) + path, rights, recursive=True)
    return authorizer


def secure(options):
    from pyftpdlib.handlers import TLS_FTPHandler

    class Handler(TLS_FTPHandler):
        certfile = "/tmp/certificate.pem"
        tls_control_required = tls_data_required = options.tls_required

    class Implicit(Handler):
        def handle(self):
            self.secure_connection(self.ssl_context)

        def handle_ssl_established(self):
            super().handle()

    lesson_options.write_pem(options, Handler.certfile)
    return Implicit if options.tls_implicit else Handler


def main():
    options = lesson_options.parse(__doc__)
    handler = secure(options) if options.tls else FTPHandler
    if options.download_rate or options.upload_rate:
        handler.dtp_handler = ThrottledDTPHandler
        ThrottledDTPHandler.write_limit, ThrottledDTPHandler.read_limit = options.download_rate, options.upload_rate
    handler.authorizer, handler.abstracted_fs = users(options), Folders
    handler.timeout, handler.dtp_handler.timeout = options.control_timeout, options.data_timeout
    PassiveDTP.timeout, ActiveDTP.timeout = options.passive_timeout, options.active_timeout
    handler.max_login_attempts, handler.auth_failed_timeout = options.login_attempts, options.login_delay
    handler.banner = options.banner or handler.banner
    places = [text.rpartition("=") for text in options.masquerade_address]
    handler.masquerade_address_map = {private: public for private, _, public in places if private}
    handler.masquerade_address = next((public for private, _, public in places if not private), None)
    if options.passive_ports:
        ports = [int(port) for port in options.passive_ports.split("-")]
        handler.passive_ports = range(ports[0], ports[-1] + 1)
    server = Server((options.host, options.port), handler, backlog=512)
    server.max_cons, server.max_cons_per_ip = options.max_connections, options.max_connections_per_ip
    logging.basicConfig(level=logging.WARNING)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    server.serve_forever()


if __name__ == "__main__":
    main()
