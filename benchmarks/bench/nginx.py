"""nginx with one worker and a configuration of our own."""

import os
from pathlib import Path

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
{locations}    }}
}}
"""


def nginx(port: int, directory: Path, locations: str, connections: int = 1024) -> list[str]:
    """The command that starts it, for `processes.running`; its configuration is written into `directory`."""
    configuration = directory / "nginx.conf"
    text = CONFIGURATION.format(
        # As root nginx would become www-data, who may not be allowed to read these files; others need not say.
        user="user root;" if os.geteuid() == 0 else "",
        connections=connections,
        port=port,
        directory=directory,
        locations=locations,
    )
    configuration.write_text(text)
    return ["nginx", "-e", "stderr", "-p", str(directory), "-c", str(configuration)]
