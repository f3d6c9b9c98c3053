package com.trixtech.selfheal.drill;

/** How the payment provider can be made to misbehave, where its control port is open. */
public sealed interface ProviderFault {

  /** What happens to its callers, as a reader says it. */
  String sentence();

  /** It is slower by this factor. */
  record Slow(double factor) implements ProviderFault {
    @Override
    public String sentence() {
      return "answers %s times as slowly".formatted(number(factor));
    }
  }

  /** It takes requests and never answers. */
  record Hang() implements ProviderFault {
    @Override
    public String sentence() {
      return "takes requests and never answers";
    }
  }

  /** It fails this share of the requests, 0 to 1, before it charges. */
  record Errors(double share) implements ProviderFault {
    @Override
    public String sentence() {
      return "fails %s %% of the requests".formatted(number(share * 100));
    }
  }

  /** It charges, and the answer is lost for this share of the requests, 0 to 1. */
  record AnswerLost(double share) implements ProviderFault {
    @Override
    public String sentence() {
      return "charges, and loses %s %% of the answers".formatted(number(share * 100));
    }
  }

  private static String number(double value) {
    return java.math.BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
