# Sourced by frontend and prepare.
module=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
app=booking-frontend
main=com.trixtech.booking.frontend.Main
flags=(-Xmx192m)
. "$module/../bin/common.sh"
