"""Serves a folder over FTP: ftp_server.py PORT DIR [options]. A second implementation of lesson 05's contract.

A thread for each client, and one thing at a time: what a client says during a transfer is heard when that is over. It has
no TLS, and forgets uploads that break off.
"""

import argparse
import os
import posixpath
import re
import secrets
import shutil
import socket
import stat
import threading
import time

LETTERS = {
    "CWD": "e", "CDUP": "e", "LIST": "l", "NLST": "l", "MLSD": "l", "MLST": "l", "SIZE": "l", "MDTM": "l", "RETR": "r",
    "APPE": "a", "DELE": "d", "RMD": "d", "RNFR": "f", "RNTO": "f", "MKD": "m", "STOR": "w", "STOU": "w",
    "SITE CHMOD": "M", "MFMT": "T",
}  # fmt: skip
OLD = {"XCWD": "CWD", "XCUP": "CDUP", "XPWD": "PWD", "XMKD": "MKD", "XRMD": "RMD"}
FREE = {"USER", "PASS", "QUIT", "NOOP", "SYST", "FEAT", "HELP", "SITE", "SITE HELP", "ACCT", "OPTS"}
NONE = {"PASV", "PWD", "CDUP", "QUIT", "REIN", "NOOP", "SYST", "FEAT", "ABOR"}
OPTIONAL = {"PASS", "CWD", "EPSV", "LIST", "NLST", "MLSD", "MLST", "STAT", "HELP", "SITE HELP", "STOU"}
TRANSFERS = {"LIST", "NLST", "MLSD", "RETR", "STOR", "STOU", "APPE"}
FACTS = ["type", "size", "perm", "modify", "unique"]
PART = ".ftp-server-part-"
LONGEST = 4096
PIECE = 1 << 16
TELNET = re.compile(rb"\xff([\xfb-\xfe].|[\xf0-\xfa]|\xff)", re.S)
NUMBERS = re.compile(r"(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3})", re.A)


class Refused(Exception):
    def __init__(self, code, text):
        super().__init__(text)
        self.code = code


class Ended(Exception):
    pass


class User:
    def __init__(self, text, root):
        self.name, self.password, rights, home = (text.split(":", 3) + [None])[:4] if text.count(":") == 2 else text.split(":", 3)
        self.rights, self.root = set(rights), os.path.realpath(home or root)
        self.exceptions = {}

    def may(self, letter, path):
        best = max((p for p in self.exceptions if (path + "/").startswith(p.rstrip("/") + "/")), key=len, default=None)
        return letter in (self.rights if best is None else self.exceptions[best])


class Session:
    def __init__(self, server, client):
        self.server, self.client = server, client
        self.reader = client.makefile("rb")
        self.user, self.named, self.attempts = None, None, 0
        self.facts = FACTS[:]
        self.begin_again()

    def begin_again(self):
        self.user, self.folder, self.ascii, self.restart, self.rename = None, "/", True, 0, None
        self.only_extended = False
        self.data = None

    # What is said

    def reply(self, code, text, *more):
        lines = [text, *more]
        if len(lines) == 1:
            whole = f"{code} {text}\r\n"
        else:
            whole = f"{code}-{text}\r\n" + "".join(f" {line}\r\n" for line in lines[1:-1]) + f"{code} {lines[-1]}\r\n"
        self.client.sendall(whole.encode("utf-8", "surrogateescape"))

    def line(self):
        line = self.reader.readline(LONGEST)
        if line.endswith(b"\n"):
            return line
        while line and not line.endswith(b"\n"):
            line = self.reader.readline(LONGEST)
        if not line:
            raise Ended
        return None

    def run(self):
        try:
            self.reply(220, "ftp_server.py ready.")
            while True:
                self.next()
        except (Ended, OSError):
            pass
        finally:
            self.drop()
            self.client.close()

    def next(self):
        line = self.line()
        try:
            if line is None:
                raise Refused(500, "Command too long.")
            line = TELNET.sub(lambda found: b"\xff" if found[1] == b"\xff" else b"", line)
            try:
                text = line.removesuffix(b"\n").removesuffix(b"\r").decode()
            except UnicodeDecodeError:
                raise Refused(501, "Names are UTF-8.") from None
            if re.search(r"[\0\r\n]", text):
                raise Refused(501, "Names have no line ends and no zero bytes.")
            self.obey(text)
        except Refused as e:
            self.reply(e.code, str(e))

    def obey(self, text):
        word, _, argument = text.partition(" ")
        word = word.upper() if word.isascii() else word
        if word == "SITE" and argument:
            second, _, argument = argument.partition(" ")
            word += " " + second.upper()
        word = OLD.get(word, word)
        work = getattr(self, "do_" + word.replace(" ", "_"), None)
        if not work or not re.fullmatch("[A-Z]+( [A-Z]+)?", word):
            raise Refused(500, "Command not understood.")
        try:
            if word not in FREE and not self.user and not (word == "STAT" and not argument):
                raise Refused(530, "Log in with USER and PASS first.")
            if word in NONE and argument:
                raise Refused(501, "Syntax error: command does not accept arguments.")
            if word not in NONE | OPTIONAL and not argument:
                raise Refused(501, "Syntax error: command needs an argument.")
            if word == "STAT" and argument:
                self.check("l", argument)
            if word in LETTERS:
                about = ("/" if word == "CWD" and not argument else argument).split(" ", 1)
                self.check(LETTERS[word], about[1] if word in ("MFMT", "SITE CHMOD") and about[1:] else argument or "/")
            if word in TRANSFERS and not self.data:
                raise Refused(425, "Use PASV or PORT first.")
            try:
                work(argument)
            except OSError as e:
                raise Refused(550, (e.strerror or "It cannot be done") + ".") from None
        except Refused:
            if word in TRANSFERS:
                self.drop()
            if word in ("RETR", "STOR", "APPE", "STOU"):
                self.restart = 0
            raise

    def check(self, letter, path):
        if not self.user.may(letter, self.virtual(path)):
            raise Refused(550, "Not enough privileges.")

    # Where things are

    def virtual(self, path):
        whole = posixpath.normpath(posixpath.join(self.folder, path))
        return "/" + whole.lstrip("/")

    def real(self, path):
        found = os.path.realpath(self.user.root + self.virtual(path))
        if (found + "/").startswith(self.user.root.rstrip("/") + "/"):
            return found
        raise Refused(550, "There is no such thing.")

    def new(self, path):
        place = self.real(posixpath.dirname(self.virtual(path)))
        return self.real(path) and os.path.join(place, posixpath.basename(self.virtual(path)))

    # Who

    def do_USER(self, name):
        self.drop()
        self.begin_again()
        self.named = name
        self.reply(331, "Username ok, send password.")

    def do_PASS(self, password):
        if self.user or self.named is None:
            raise Refused(503, "Say USER first." if not self.user else "You are logged in.")
        user = self.server.users.get(self.named)
        if user and user.password in (password, None):
            self.user, self.named = user, None
            self.reply(230, "Login successful.")
            return
        self.named = None
        time.sleep(self.server.options.login_delay)
        self.attempts += 1
        self.reply(530, "Authentication failed.")
        if self.attempts >= self.server.options.login_attempts:
            raise Ended

    def do_REIN(self, _):
        self.drop()
        self.begin_again()
        self.named = None
        self.reply(220, "Ready for new user.")

    def do_QUIT(self, _):
        self.reply(221, "Goodbye.")
        raise Ended

    def do_ACCT(self, _):
        raise Refused(502, "No accounts are needed here.")

    # Folders

    def do_CWD(self, path):
        path = path or "/"
        if not os.path.isdir(self.real(path)):
            raise Refused(550, "Not a folder.")
        os.listdir(self.real(path))
        self.folder = self.virtual(path)
        self.reply(250, f'"{self.folder}" is the current directory.')

    def do_CDUP(self, _):
        self.do_CWD("..")

    def do_PWD(self, _):
        quoted = self.folder.replace('"', '""')
        self.reply(257, f'"{quoted}" is the current directory.')

    def do_MKD(self, path):
        os.mkdir(self.new(path))
        quoted = self.virtual(path).replace('"', '""')
        self.reply(257, f'"{quoted}" directory created.')

    def do_RMD(self, path):
        if self.real(path) == self.user.root:
            raise Refused(550, "Not the root.")
        os.rmdir(self.real(path))
        self.reply(250, "Directory removed.")

    # How

    def do_TYPE(self, kind):
        kind = kind.upper()
        if kind not in ("A", "A N", "I", "L8", "L 8", "L7", "L 7"):
            raise Refused(504, "Unsupported type.")
        self.ascii = kind[0] == "A" or kind[-1] == "7"
        self.reply(200, "Type set to: " + ("ASCII." if self.ascii else "Binary."))

    def do_STRU(self, kind):
        if kind.upper() != "F":
            raise Refused(504, "Files have no structure here.")
        self.reply(200, "File transfer structure set to: F.")

    def do_MODE(self, kind):
        if kind.upper() != "S":
            raise Refused(504, "Unimplemented MODE type.")
        self.reply(200, "Transfer mode set to: S")

    def do_ALLO(self, _):
        self.reply(202, "No storage allocation necessary.")

    def do_REST(self, text):
        if self.ascii or not re.fullmatch("[0-9]{1,19}", text) or int(text) >= 1 << 63:
            raise Refused(501, "Not in ASCII." if self.ascii else "Invalid parameter.")
        self.restart = int(text)
        self.reply(350, f"Restarting at position {self.restart}.")

    def do_OPTS(self, text):
        word, _, rest = text.upper().partition(" ")
        if word == "UTF8" and rest in ("ON", ""):
            self.reply(200, "UTF-8 is always on.")
        elif word == "MLST" and " " not in rest:
            asked = [fact.lower() for fact in rest.split(";")]
            self.facts = [fact for fact in FACTS if fact in asked]
            self.reply(200, ("MLST OPTS " + "".join(fact + ";" for fact in self.facts)).rstrip())
        else:
            raise Refused(501, "Invalid argument.")

    # Data connections

    def drop(self):
        data, self.data = self.data, None
        if data:
            data[1].close()

    def plain(self):
        if self.only_extended:
            raise Refused(501, "Only EPSV, after EPSV ALL.")

    def here(self):
        return self.client.getsockname()[0]

    def listen(self):
        self.drop()
        listener = socket.create_server((self.here(), 0), family=self.client.family)
        self.data = "passive", listener
        timer = threading.Timer(self.server.options.passive_timeout, self.expire, [listener])
        timer.daemon = True
        timer.start()
        return listener.getsockname()[1]

    def expire(self, listener):
        """Nobody came, and nothing was asked for."""
        if self.data and self.data[1] is listener:
            self.drop()

    def do_PASV(self, _):
        self.plain()
        if self.client.family == socket.AF_INET6:
            raise Refused(425, "Use EPSV: there is IPv6 here.")
        port = self.listen()
        self.reply(227, f"Entering passive mode ({self.here().replace('.', ',')},{port // 256},{port % 256}).")

    def do_EPSV(self, kind):
        mine = "2" if self.client.family == socket.AF_INET6 else "1"
        if kind.upper() == "ALL":
            self.only_extended = True
            self.reply(200, "Only EPSV from now on.")
        elif not re.fullmatch("[0-9]*", kind):
            raise Refused(501, "Unknown network protocol.")
        elif kind not in ("", mine):
            raise Refused(522, f"Network protocol not supported, use ({mine}).")
        else:
            self.reply(229, f"Entering extended passive mode (|||{self.listen()}|).")

    def do_PORT(self, text):
        self.plain()
        found = NUMBERS.fullmatch(text)
        numbers = [int(n) for n in found.groups()] if found else [256]
        if max(numbers) > 255 or any(len(n) > 1 and n[0] == "0" for n in found.groups()):
            raise Refused(501, "Invalid PORT format.")
        self.connect(".".join(str(n) for n in numbers[:4]), numbers[4] * 256 + numbers[5])

    def do_EPRT(self, text):
        self.plain()
        found = re.fullmatch(r"([!-~])([0-9]+)\1([0-9A-Za-z.:]+)\1([0-9]{1,5})\1", text)
        if not found:
            raise Refused(501, "Invalid EPRT format.")
        family = {"1": socket.AF_INET, "2": socket.AF_INET6}.get(found[2])
        mine = "2" if self.client.family == socket.AF_INET6 else "1"
        if not family or found[2] != mine:
            raise Refused(522, f"Network protocol not supported, use ({mine}).")
        try:
            address = socket.inet_ntop(family, socket.inet_pton(family, found[3]))
        except OSError:
            raise Refused(501, "Invalid address.") from None
        self.connect(address, int(found[4]))

    def connect(self, address, port):
        self.drop()
        if address != self.client.getpeername()[0] or not 1024 <= port <= 65535:
            raise Refused(501, "Only to you, and to no port of a service.")
        try:
            connection = socket.create_connection((address, port), timeout=self.server.options.active_timeout)
        except OSError:
            raise Refused(425, "Can't connect to specified address.") from None
        self.data = "active", connection
        self.reply(200, "Active data connection established.")

    def do_ABOR(self, _):
        self.drop()
        self.reply(225, "No transfer to abort.")

    def transfer(self, work, text="File status okay. About to open data connection."):
        """Everything that could be refused has been, before the 150."""
        kind, connection = self.data
        self.data = None
        with connection:
            self.reply(150, text)
            if kind == "passive":
                connection = self.accept(connection)
            connection.settimeout(self.server.options.data_timeout)
            with connection:
                try:
                    work(connection)
                    connection.shutdown(socket.SHUT_WR)
                except TimeoutError:
                    raise Refused(421, "Data connection timed out.") from None
                except ConnectionError:
                    raise Refused(426, "Connection closed; transfer aborted.") from None
        self.reply(226, "Transfer complete.")

    def accept(self, listener):
        end = time.monotonic() + self.server.options.passive_timeout
        while True:
            try:
                listener.settimeout(max(0.001, end - time.monotonic()))
                connection, address = listener.accept()
            except OSError:
                raise Refused(425, "Nobody came.") from None
            if address[0] == self.client.getpeername()[0]:
                return connection
            connection.close()

    # Files

    def do_RETR(self, path):
        place = self.real(path)
        if not stat.S_ISREG(os.stat(place).st_mode):
            raise Refused(550, "Not a file.")
        start, self.restart = self.restart, 0
        with open(place, "rb") as file:
            if start > os.fstat(file.fileno()).st_size:
                raise Refused(554, "Behind the end.")
            file.seek(start)
            self.transfer(lambda connection: self.send(file, connection))

    def send(self, file, connection):
        before = b""
        while piece := file.read(PIECE):
            if self.ascii:
                text = re.sub(rb"(?<!\r)\n", b"\r\n", before + piece)[len(before) :]
                before, piece = (b"\r" if piece.endswith(b"\r") else b""), text
            connection.sendall(piece)

    def receive(self, connection, file):
        held = b""
        while piece := connection.recv(PIECE):
            if self.ascii:
                piece = held + piece
                held = b"\r" if piece.endswith(b"\r") else b""
                piece = piece[: len(piece) - len(held)].replace(b"\r\n", b"\n")
            file.write(piece)
        file.write(held)
        file.flush()  # before the 226

    def do_STOR(self, path, text="File status okay. About to open data connection."):
        place = self.new(path)
        if os.path.isdir(place) or not os.path.isdir(os.path.dirname(place)):
            raise Refused(550, "Not a file, or in no folder.")
        start, self.restart = self.restart, 0
        if start:
            if start > os.path.getsize(place):
                raise Refused(554, "Behind the end.")
            with open(place, "r+b") as file:
                file.seek(start)
                self.transfer(lambda connection: self.receive(connection, file), text)
            return
        part = os.path.join(os.path.dirname(place), PART + secrets.token_hex(8))
        with open(part, "xb") as file:
            try:

                def work(connection):
                    self.receive(connection, file)
                    os.fsync(file.fileno())
                    if os.path.exists(place):
                        shutil.copymode(place, part)
                    os.replace(part, place)

                self.transfer(work, text)
            finally:
                if os.path.exists(part):
                    os.unlink(part)

    def do_STOU(self, name):
        if self.restart:
            raise Refused(450, "Can't STOU while REST request is pending.")
        name = (name or "ftp") + "." + secrets.token_hex(4)
        self.do_STOR(name, f"FILE: {posixpath.basename(self.virtual(name))}")

    def do_APPE(self, path):
        if self.restart:
            raise Refused(450, "Can't APPE while REST request is pending.")
        place = self.new(path)
        if os.path.exists(place) and not os.path.isfile(place):
            raise Refused(550, "Not a file.")
        with open(place, "ab") as file:
            self.transfer(lambda connection: self.receive(connection, file))

    def do_DELE(self, path):
        self.real(path)
        os.unlink(self.new(path))
        self.reply(250, "File removed.")

    def do_RNFR(self, path):
        if self.real(path) == self.user.root or not os.path.lexists(self.real(path)):
            raise Refused(550, "Nothing is there.")
        self.rename = self.new(path)
        self.reply(350, "Ready for destination name.")

    def do_RNTO(self, path):
        if not self.rename:
            raise Refused(503, "Say RNFR first.")
        source, self.rename = self.rename, None
        os.replace(source, self.new(path))
        self.reply(250, "Renaming ok.")

    def do_SIZE(self, path):
        if self.ascii:
            raise Refused(550, "Not in ASCII.")
        if not os.path.isfile(self.real(path)):
            raise Refused(550, "Not a file.")
        self.reply(213, str(os.path.getsize(self.real(path))))

    def do_MDTM(self, path):
        if not os.path.isfile(self.real(path)):
            raise Refused(550, "Not a file.")
        self.reply(213, modified(os.stat(self.real(path))))

    def do_MFMT(self, text):
        when, _, path = text.partition(" ")
        try:
            moment = time.strptime(when + " UTC", "%Y%m%d%H%M%S %Z")
        except ValueError:
            moment = None
        if not moment or not re.fullmatch("[0-9]{14}", when) or not path:
            raise Refused(501, "Invalid time format; expected: YYYYMMDDHHMMSS.")
        seconds = calendar_seconds(moment)
        if not os.path.isfile(self.real(path)):
            raise Refused(550, "Not a file.")
        os.utime(self.real(path), (seconds, seconds))
        self.reply(213, f"Modify={when}; {self.virtual(path)}.")

    def do_SITE(self, _):
        raise Refused(501, "Command needs an argument.")

    def do_SITE_CHMOD(self, text):
        mode, _, path = text.partition(" ")
        if not re.fullmatch("[0-7]{3,4}", mode) or not path:
            raise Refused(501, "Invalid SITE CHMOD format.")
        os.chmod(self.real(path), int(mode, 8))
        self.reply(200, "SITE CHMOD successful.")

    def do_SITE_HELP(self, _):
        self.reply(214, "The following SITE commands are recognized:", "CHMOD HELP", "Help SITE command successful.")

    # Lists

    def entries(self, place):
        """Names and what they lead to, but for links out of the root."""
        for name in sorted(os.listdir(place)):
            try:
                found = os.path.realpath(os.path.join(place, name))
                if (found + "/").startswith(self.user.root.rstrip("/") + "/") and not name.startswith(PART):
                    if not re.search(r"[\r\n]", name):
                        yield name, os.stat(found)
            except OSError:
                pass  # it has gone

    def listed(self, argument):
        path = re.sub(r"^-[A-Za-z0-9]+( |$)", "", argument)
        place = self.real(path)
        status = os.stat(place)
        if stat.S_ISDIR(status.st_mode):
            return list(self.entries(place))
        return [(path, status)]

    def send_lines(self, lines):
        text = "".join(line + "\r\n" for line in lines).encode("utf-8", "surrogateescape")
        self.transfer(lambda connection: connection.sendall(text))

    def do_LIST(self, argument):
        self.send_lines(long_line(name, status) for name, status in self.listed(argument))

    def do_NLST(self, argument):
        self.send_lines(name for name, _ in self.listed(argument))

    def do_MLSD(self, path):
        place = self.real(path)
        if not os.path.isdir(place):
            raise Refused(501 if os.path.exists(place) else 550, "Not a folder.")
        inside = self.virtual(path)
        self.send_lines(
            self.line_of_facts(status, posixpath.join(inside, name)) + name for name, status in self.entries(place)
        )

    def do_MLST(self, path):
        facts = self.line_of_facts(os.stat(self.real(path)), self.virtual(path))
        self.reply(250, "Listing:", facts + self.virtual(path), "End MLST.")

    def line_of_facts(self, status, path):
        folder = stat.S_ISDIR(status.st_mode)
        letters = {"e": "e", "l": "l", "d": "p", "f": "f", "m": "m", "w": "c"} if folder else {"r": "r", "a": "a", "d": "d", "f": "f", "w": "w"}
        facts = {
            "type": "dir" if folder else "file",
            "size": str(status.st_size),
            "perm": "".join(letter for right, letter in letters.items() if self.user.may(right, path)),
            "modify": modified(status),
            "unique": f"{status.st_dev:x}g{status.st_ino:x}",
        }
        return "".join(f"{fact}={facts[fact]};" for fact in self.facts) + " "

    def do_STAT(self, path):
        if path:
            lines = [long_line(name, status) for name, status in self.listed(path)]
            self.reply(213, f'Status of "{self.virtual(path)}":', *lines, "End of status.")
        else:
            who = f"Logged in as: {self.user.name}" if self.user else "Not logged in"
            self.reply(211, "ftp_server.py status:", who, "End of status.")

    # About the server

    def do_NOOP(self, _):
        self.reply(200, "I successfully done nothin'.")

    def do_SYST(self, _):
        self.reply(215, "UNIX Type: L8")

    def do_FEAT(self, _):
        facts = "".join(fact + ("*;" if fact in self.facts else ";") for fact in FACTS)
        features = ["EPRT", "EPSV", "MDTM", "MFMT", "MLST " + facts, "REST STREAM", "SIZE", "TVFS", "UTF8"]
        self.reply(211, "Features supported:", *features, "End FEAT.")

    def do_HELP(self, word):
        words = sorted(name[3:].replace("_", " ") for name in dir(self) if name.startswith("do_")) + sorted(OLD)
        if not word:
            self.reply(214, "The following commands are recognized:", *words, "Help command successful.")
        elif word.upper() in words:
            self.reply(214, f"Syntax: {word.upper()}" + ("" if word.upper() in NONE else " <SP> argument"))
        else:
            raise Refused(501, "Unrecognized command.")


def calendar_seconds(moment):
    import calendar

    return calendar.timegm(moment)


def modified(status):
    return time.strftime("%Y%m%d%H%M%S", time.gmtime(status.st_mtime))


def long_line(name, status):
    recent = 0 <= time.time() - status.st_mtime < 180 * 86400
    moment = time.gmtime(status.st_mtime)
    date = time.strftime("%b %d " + ("%H:%M" if recent else " %Y"), moment)
    return f"{stat.filemode(status.st_mode)} {status.st_nlink:3} ftp      ftp      {status.st_size:8} {date} {name}"


class Server:
    def __init__(self, options):
        self.options = options
        self.users = {user.name: user for user in (User(text, options.dir) for text in options.user)}
        if not options.no_anonymous:
            guest = User("anonymous::elr", options.dir)
            guest.password = None
            self.users["anonymous"] = self.users["ftp"] = guest
        for text in options.folder_rights:
            name, path, rights = text.split(":")
            self.users[name].exceptions[path] = set(rights)

    def run(self):
        family = socket.AF_INET6 if ":" in self.options.host else socket.AF_INET
        with socket.create_server((self.options.host, self.options.port), family=family, backlog=512) as listener:
            while True:
                client, _ = listener.accept()
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                client.setsockopt(socket.SOL_SOCKET, socket.SO_OOBINLINE, 1)
                threading.Thread(target=Session(self, client).run, daemon=True).start()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("dir")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--user", action="append", default=[], metavar="NAME:PASSWORD:RIGHTS[:HOME]")
    parser.add_argument("--folder-rights", action="append", default=[], metavar="NAME:/PATH:RIGHTS")
    parser.add_argument("--no-anonymous", action="store_true")
    parser.add_argument("--login-attempts", type=int, default=3)
    parser.add_argument("--login-delay", type=float, default=3)
    parser.add_argument("--passive-timeout", type=float, default=30)
    parser.add_argument("--active-timeout", type=float, default=30)
    parser.add_argument("--data-timeout", type=float, default=300)
    Server(parser.parse_args()).run()


if __name__ == "__main__":
    main()
