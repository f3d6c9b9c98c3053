package com.trixtech.booking.load;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Traffic and the ledger check from the command line.
 *
 * <p>Exit codes: 0 all books agree, 1 they do not, 2 wrong arguments, 3 the check could not be
 * made. Failed requests are reported and do not change the code: how many are bearable is the
 * caller's judgement.
 */
@Command(
    name = "booking-load",
    mixinStandardHelpOptions = true,
    subcommands = {RunCommand.class, CheckCommand.class, ServeCommand.class},
    description =
        "Sends guests to the booking system, and proves from their history, the backend's bookings"
            + " and the provider's ledger that nothing was lost, doubled or paid twice.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:all books agree",
      " 1:they do not",
      " 2:wrong arguments",
      " 3:the check could not be made"
    })
public final class Main {
  /** The program's, after its arguments are read. */
  static final int AGREE = 0;

  static final int DISAGREE = 1;
  static final int USAGE = 2;
  static final int UNCHECKED = 3;

  private Main() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main());
  }
}
