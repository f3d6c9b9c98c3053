# Sourced by the scripts beside it: what ../../bin/common.sh is to run.
module=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
app=booking-backend
main=com.trixtech.booking.backend.Main
flags=(-Xms32m -Xmx96m)
. "$module/../bin/common.sh"
