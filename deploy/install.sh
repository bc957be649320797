#!/bin/sh
# Installs Posthorn from this folder on Debian, upgrades it when run again from a newer one, or removes it.
#
#   deploy/install.sh --domain example.org --hostname mail.example.org
#   deploy/install.sh                      # again, from a newer folder: an upgrade; settings and data stay
#   deploy/install.sh remove [--purge]     # --purge: the mail and the settings too
#
# --root DIR    everything below DIR, no user, nothing started: for images and for the test
# --from-built  take node_modules and .next of this folder as they are instead of installing and building
# --no-start    install, but start nothing
#
# Programs lie in /opt/posthorn/releases (the last two stay), mail in /var/lib/posthorn, settings in /etc/posthorn/posthorn.env.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
action=install root= domain= hostname= built=no start=yes purge=no
while [ $# -gt 0 ]; do
  case $1 in
    remove) action=remove ;;
    --root) root=$2; shift ;;
    --domain) domain=$2; shift ;;
    --hostname) hostname=$2; shift ;;
    --from-built) built=yes ;;
    --no-start) start=no ;;
    --purge) purge=yes ;;
    *) echo "install.sh: there is no \"$1\"; see the head of this file." >&2; exit 2 ;;
  esac
  shift
done
[ -z "$root" ] || start=no
say() { echo "posthorn: $*"; }
fail() { echo "install.sh: $*" >&2; exit 1; }
real() { [ -z "$root" ]; }                      # on this machine itself, not below --root
serving() { real && [ "$start" = yes ] && [ -d /run/systemd/system ]; }

opt=$root/opt/posthorn var=$root/var/lib/posthorn etc=$root/etc/posthorn
unit=$root/etc/systemd/system/posthorn.service command=$root/usr/local/bin/posthorn
if real && [ "$(id -u)" != 0 ]; then fail "it needs root: sudo $0 …"; fi

if [ "$action" = remove ]; then
  if serving; then systemctl disable --now posthorn || true; fi
  rm -rf "$opt" "$unit" "$command"
  if serving; then systemctl daemon-reload; fi
  if [ "$purge" = yes ]; then
    rm -rf "$var" "$etc"
    if real && id posthorn >/dev/null 2>&1; then userdel posthorn; fi
    say "removed, with its mail and settings"
  else
    say "removed; mail stays in $var and settings in $etc (--purge removes them too)"
  fi
  exit 0
fi

node=$(command -v node) || fail "there is no Node.js: apt-get install nodejs npm (version 20 or newer)"
version=$("$node" -p 'process.versions.node.split(".")[0]')
[ "$version" -ge 20 ] || fail "Node.js is version $version, and 20 or newer is needed (Debian 13 has it; for Debian 12 take it from backports or nodejs.org)"

if real && ! id posthorn >/dev/null 2>&1; then
  useradd --system --user-group --no-create-home --home-dir /var/lib/posthorn --shell /usr/sbin/nologin posthorn
  say "made the user posthorn"
fi

release=$opt/releases/$(date -u +%Y%m%d%H%M%S)
mkdir -p "$release"
say "copying the program to $release"
for part in package.json package-lock.json .npmrc next.config.ts proxy.ts prisma.config.ts tsconfig.json app bin client components deploy lib messages prisma public server docs README.md; do
  [ ! -e "$here/$part" ] || cp -R "$here/$part" "$release/"
done
if [ "$built" = yes ]; then
  [ -e "$here/.next/.posthorn-ready" ] || fail "--from-built: nothing is built here yet (npm start builds)"
  for part in node_modules .next; do cp -al "$here/$part" "$release/" 2>/dev/null || { rm -rf "${release:?}/$part"; cp -R "$here/$part" "$release/"; }; done
else
  (cd "$release" && "$node" bin/ready-web.js)
fi
chmod -R go-w,a+rX "$release"

mkdir -p "$var" "$etc" "$(dirname "$unit")" "$(dirname "$command")"
chmod 700 "$var"
if [ ! -e "$etc/posthorn.env" ]; then
  [ -n "$domain" ] || fail "the first time it needs --domain example.org (and --hostname mail.example.org)"
  umask 027
  cat > "$etc/posthorn.env" <<ENV
# The settings of Posthorn: docs/operations.md lists them all. After a change: systemctl restart posthorn
MAIL_DOMAIN=$domain
MAIL_HOSTNAME=${hostname:-mail.$domain}
DATA_DIR=/var/lib/posthorn
LISTEN_HOST=0.0.0.0
PORT_OFFSET=0
PLAINTEXT_AUTH=never
ENV
  umask 022
fi
if real; then chown posthorn:posthorn "$var"; chown root:posthorn "$etc/posthorn.env"; fi

sed "s#@NODE@#$node#" "$release/deploy/posthorn.service" > "$unit"
cat > "$command" <<'WRAPPER'
#!/bin/sh
# The command line of the installed Posthorn, with its settings, as its user.
set -a; . /etc/posthorn/posthorn.env; set +a
run="node /opt/posthorn/current/bin/posthorn.js"
if [ "$(id -u)" = 0 ]; then exec runuser -u posthorn -- $run "$@"; fi
exec $run "$@"
WRAPPER
chmod 755 "$command"

previous=$(readlink "$opt/current" 2>/dev/null || true)
ln -sfn "releases/$(basename "$release")" "$opt/current"
ls -1 "$opt/releases" | sort -r | tail -n +3 | while read -r old; do rm -rf "${opt:?}/releases/$old"; done

if serving; then
  systemctl daemon-reload
  systemctl enable posthorn >/dev/null 2>&1
  systemctl restart posthorn
  say "started; the link to set it up is in: journalctl -u posthorn"
elif [ -n "$previous" ]; then
  say "upgraded; the one before is $previous"
else
  say "installed; start it with: systemctl enable --now posthorn"
fi
