# Sourced by the scripts beside it: what ../../bin/common.sh is to run.
module=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
app=booking-payment-gateway
main=com.trixtech.booking.gateway.Main
flags=(-Xmx128m --enable-native-access=ALL-UNNAMED) # SQLite is native code, and Java wants to be told that it is welcome
. "$module/../bin/common.sh"
