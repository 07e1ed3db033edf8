"""nginx with one worker and a configuration of our own."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SO_MAX_PACING_RATE = 47  # of Linux; Python 3.11 does not name it

CONFIGURATION = """\
daemon off;
{user}
worker_processes 1;
pid {directory}/nginx.pid;
error_log stderr warn;
events {{ worker_connections {connections}; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on; # as in Debian's nginx.conf
    keepalive_timeout 300; # a crowd on a slow machine may be silent for more than a minute
    client_header_timeout 300;
    keepalive_requests 1000000000; # 1000 by default: a new connection every now and then
    default_type application/octet-stream;
    client_body_temp_path {directory}/nginx-body;
    proxy_temp_path {directory}/nginx-proxy;
    fastcgi_temp_path {directory}/nginx-fastcgi;
    uwsgi_temp_path {directory}/nginx-uwsgi;
    scgi_temp_path {directory}/nginx-scgi;
    server {{
        listen 127.0.0.1:{port} backlog=4096;
{serves}    }}
}}
"""


def nginx(port: int, directory: Path, serves: str, connections: int = 1024) -> list[str]:
    """The command that starts it, for `processes.running`; its configuration is written into `directory`."""
    configuration = directory / "nginx.conf"
    text = CONFIGURATION.format(
        # As root nginx would become www-data, who may not be allowed to read these files; others need not say.
        user="user root;" if os.geteuid() == 0 else "",
        connections=connections,
        port=port,
        directory=directory,
        serves=serves,
    )
    configuration.write_text(text)
    return ["nginx", "-e", "stderr", "-p", str(directory), "-c", str(configuration)]


@contextmanager
def slowed(port: int, rate: int) -> Iterator[dict]:
    """Has the kernel hold each connection to `rate` bytes a second; gives what `processes.running` has to be told.

    nginx's own `limit_rate` is for a request: who asks for several parts on one connection gets more. A connection has
    the pace of the socket that accepts it, so we open that one, and nginx finds it in the place where a new version
    finds those of the old one when it takes over.
    """
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.SOL_SOCKET, SO_MAX_PACING_RATE, rate)
        listener.bind(("127.0.0.1", port))
        listener.listen(511)
        yield {"environment": {"NGINX": f"{listener.fileno()};"}, "inherited": [listener.fileno()]}
