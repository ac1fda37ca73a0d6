"""The reference proxies of deploy/ in front of a site on this machine: caching, limits, and headers, without TLS."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from benchmarks.site_process import free_port, wait_for_port

DEPLOY = Path(__file__).resolve().parents[1] / "deploy"
NAME = "clinic.example"
START_SECONDS = 10
MAIN = """
worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/error.log; daemon off;
events {{ worker_connections 512; }}
http {{ client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s; keepalive_requests 1000000;
  access_log {folder}/access.log; types {{ text/html html; text/css css; application/javascript js; image/png png; }}
  {site} }}
"""


def start_nginx(folder: Path, port: int, site: str) -> subprocess.Popen[bytes]:
    """Start nginx with a configuration of one or more servers; returns once it listens on the port."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, site=site))
    command = [shutil.which("nginx") or "nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]
    return wait_for_port(subprocess.Popen(command, stderr=subprocess.DEVNULL), port, START_SECONDS)


def start_proxy(folder: Path, port: int, *site_ports: int, plain_port: int = 0) -> subprocess.Popen[bytes]:
    """The reference proxy in front of one site or several, with its own folders and ports.

    With a port for plain HTTP, it redirects that to https.
    """
    text = (DEPLOY / "nginx.conf").read_text()
    if not plain_port:
        text = re.sub(r"server \{\s+listen 80;.*?\n\}\n", "", text, flags=re.DOTALL)
    text = text.replace("listen 80;", f"listen 127.0.0.1:{plain_port};")
    text = re.sub(r"^ *(ssl_\w+|listen \[::\]:\d+).*\n", "", text, flags=re.MULTILINE)
    text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};")
    if len(site_ports) > 1:
        text = text.replace("    keepalive 32;\n", "")  # as docs/operations.md says for several hosts
    servers = " ".join(rf"server 127.0.0.1:{site_port}\1;" for site_port in site_ports)
    text = re.sub(r"server 127\.0\.0\.1:8000([^;]*);", servers, text)
    for place in ("/var/cache/nginx", "/var/log/nginx", "/var/lib/pinpoint"):
        text = text.replace(place, str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    for included in DEPLOY.glob("pinpoint_*.conf"):
        shutil.copy(included, folder)
    return start_nginx(folder, port, text)


def buffering() -> str:
    """Caddy's option to buffer request bodies, which has a different name in Debian's 2.6 than in later versions."""
    caddy = shutil.which("caddy")
    if not caddy:
        return ""
    version = subprocess.run([caddy, "version"], capture_output=True, text=True, check=False).stdout
    numbers = re.match(r"v?(\d+)\.(\d+)", version)
    is_new = numbers and tuple(map(int, numbers.groups())) >= (2, 7)
    return "request_buffers 42MB" if is_new else "buffer_requests"


BUFFERING = buffering()


def start_caddy(folder: Path, port: int, *site_ports: int, plain_port: int = 0) -> subprocess.Popen[bytes]:
    """The same with deploy/Caddyfile, unencrypted; with two ports as on a server, except for the certificate authority.

    Its log is caddy.log in the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    ports = (plain_port, port) if plain_port else (free_port(), free_port())
    here = "admin off\n\tlocal_certs\n\tskip_install_trust\n\thttp_port {}\n\thttps_port {}".format(*ports)
    text = (DEPLOY / "Caddyfile").read_text().replace("\tservers", f"\t{here}\n\tservers", 1)
    (folder / "Caddyfile").write_text(text)
    environment = os.environ | {
        "SITE_HOST": f"https://{NAME}" if plain_port else f"http://:{port}",
        "SITE_UPSTREAMS": "to " + " ".join(f"127.0.0.1:{site_port}" for site_port in site_ports),
        "SITE_BUFFERING": BUFFERING,
        "SITE_WAIT": "500ms",  # nobody here waits for a host that is down
        "PUBLIC_DIR": str(folder),
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CONFIG_HOME": str(folder / "config"),
    }
    command = [shutil.which("caddy") or "caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    with (folder / "caddy.log").open("wb") as log:
        return wait_for_port(subprocess.Popen(command, env=environment, stderr=log), port, START_SECONDS)
