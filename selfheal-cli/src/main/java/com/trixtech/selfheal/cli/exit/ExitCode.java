package com.trixtech.selfheal.cli.exit;

/** What every command tells its caller; {@code docs/exit-codes.md} is made from it. */
public enum ExitCode {
  OK(0, "done, and nothing to report"),
  FINDINGS(1, "done, with something to report: a failed drill, --check not Healthy"),
  USAGE(2, "an argument, a name or an input file is not what was expected"),
  NOTHING_RUNS(3, "no healer runs on this state, or none is installed on this cluster"),
  ALREADY_RUNNING(4, "a healer runs on this state already"),
  ENVIRONMENT(5, "the machine or the cluster did not allow it: address, disk, time, rights"),
  INCONCLUSIVE(6, "there is not enough fresh data to tell"),
  BUG(70, "a defect of selfheal; the message names the file with the details");

  private final int code;
  private final String sentence;

  ExitCode(int code, String sentence) {
    this.code = code;
    this.sentence = sentence;
  }

  public int code() {
    return code;
  }

  public String sentence() {
    return sentence;
  }

  /** The page in {@code docs/}. */
  public static String page() {
    StringBuilder page =
        new StringBuilder(
            "# Exit codes\n\nEvery command of `./selfheal` ends with one of these.\n\n"
                + "| code | name | meaning |\n|---|---|---|\n");
    for (ExitCode exit : values()) {
      page.append("| %d | %s | %s |\n".formatted(exit.code, exit.name(), exit.sentence));
    }
    return page.toString();
  }
}
