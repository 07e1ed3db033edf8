# An FTP client of one page: sends what you type, line by line, and shows what the server says. After EPSV it makes
# the data connection, too: what comes there goes into the file COMES, what goes there is the file GOES.
# sh docs/05-talk.sh HOST PORT [COMES [GOES]]
while read -r line; do
    printf '%s\r\n' "$line"
    case $line in EPSV | PASV) sleep 3 ;; *) sleep 1 ;; esac
done | nc -N "$1" "$2" | {
    while read -r reply; do
        echo "$reply"
        case $reply in
            229*) nc -N "$1" "$(echo "$reply" | cut -d '|' -f 4)" < "${4:-/dev/null}" > "${3:-/dev/null}" & ;;
        esac
    done
    wait
}
