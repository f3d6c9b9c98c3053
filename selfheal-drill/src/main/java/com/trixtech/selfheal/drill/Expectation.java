package com.trixtech.selfheal.drill;

import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.RemedyKind;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/** One thing that must hold for a drill to pass. */
public sealed interface Expectation {

  /** What is demanded, as a reader says it. */
  String sentence();

  /** Whether it forbids; the rest demands. */
  default boolean never() {
    return switch (this) {
      case NoIncident e -> true;
      case OnlyActs e -> true;
      case ActsAtMost e -> true;
      case Untouched e -> true;
      case OthersUntouched e -> true;
      case ReadyNeverBelow e -> true;
      case NothingLost e -> true;
      case MoneyAddsUp e -> false;
      case FailedAtMost e -> true;
      case Diagnosed e -> false;
      case Acted e -> false;
      case RecoveredWithin e -> false;
      case VerifiedWithin e -> false;
      case HealingAgainWithin e -> false;
      case HarmEndsWithin e -> false;
      case FastAgainWithin e -> false;
      case OriginalCurrent e -> false;
      case RolledOutWithin e -> false;
      case PaymentsDeferred e -> false;
      case SettledWithin e -> false;
      case GoodputBackWithin e -> false;
      case GoodputHeld e -> false;
      case OnlyShed e -> true;
      case ServedAgainWithin e -> false;
      case PagesServed e -> true;
    };
  }

  /** An incident on the workload whose last cause is one of these. */
  record Diagnosed(String workload, Set<Cause> anyOf) implements Expectation {
    public Diagnosed {
      anyOf = Set.copyOf(anyOf);
    }

    @Override
    public String sentence() {
      return "%s is diagnosed %s".formatted(workload, sorted(anyOf, Cause::word, " or "));
    }
  }

  /** The remedy is done on the workload at least once. */
  record Acted(String workload, RemedyKind remedy) implements Expectation {
    @Override
    public String sentence() {
      return "%s is done on %s".formatted(remedy.word(), workload);
    }
  }

  /** No incident is opened: nothing is wrong. */
  record NoIncident() implements Expectation {
    @Override
    public String sentence() {
      return "no incident is opened";
    }
  }

  /** No act but these, on anything; none at all where the set is empty. */
  record OnlyActs(Set<RemedyKind> allowed) implements Expectation {
    public OnlyActs {
      allowed = Set.copyOf(allowed);
    }

    @Override
    public String sentence() {
      return allowed.isEmpty()
          ? "nothing is done"
          : "nothing but " + sorted(allowed, RemedyKind::word, ", ") + " is done";
    }
  }

  /** The remedy is done at most so often. */
  record ActsAtMost(RemedyKind remedy, int times) implements Expectation {
    @Override
    public String sentence() {
      return "%s is done at most %d time%s".formatted(remedy.word(), times, times == 1 ? "" : "s");
    }
  }

  /** Every instance keeps its uid, its process and its restart counter. */
  record Untouched(String workload) implements Expectation {
    @Override
    public String sentence() {
      return "no instance of %s is restarted: same uids, processes and counters"
          .formatted(workload);
    }
  }

  /** As {@link Untouched}, but for the instances that the fault was aimed at. */
  record OthersUntouched(String workload) implements Expectation {
    @Override
    public String sentence() {
      return "no other instance of %s is restarted".formatted(workload);
    }
  }

  /** Also a stop condition: below it the fault is taken back at once. */
  record ReadyNeverBelow(String workload, int ready) implements Expectation {
    @Override
    public String sentence() {
      return "never fewer than %d instances of %s are ready".formatted(ready, workload);
    }
  }

  /** Of the bookings that clients were promised, all exist, and none twice. */
  record NothingLost() implements Expectation {
    @Override
    public String sentence() {
      return "no acknowledged booking is lost, none is doubled";
    }
  }

  /** The provider's ledger against the bookings: what was charged is what is confirmed. */
  record MoneyAddsUp() implements Expectation {
    @Override
    public String sentence() {
      return "every payment is settled, and the money adds up";
    }
  }

  /** Share of all requests of the run that may fail or be shed, 0 to 1. */
  record FailedAtMost(double share) implements Expectation {
    @Override
    public String sentence() {
      return share == 0
          ? "no request fails or is shed"
          : "at most %s %% of the requests fail or are shed".formatted(number(share * 100));
    }
  }

  /** From {@code from} until every instance is ready again and clients meet no failure any more. */
  record RecoveredWithin(From from, Duration within) implements Expectation {
    @Override
    public String sentence() {
      return "all is ready again within %s of %s".formatted(seconds(within), from.words());
    }
  }

  /** From the first failing instance until the healer has proven the remedy. */
  record VerifiedWithin(RemedyKind remedy, Duration within) implements Expectation {
    @Override
    public String sentence() {
      return "%s is verified within %s of the first symptom"
          .formatted(remedy.word(), seconds(within));
    }
  }

  /** From the healer's start until it answers, and acts again or goes on with an incident. */
  record HealingAgainWithin(Duration within) implements Expectation {
    @Override
    public String sentence() {
      return "the healer heals again within %s of its restart".formatted(seconds(within));
    }
  }

  /** From the first to the last failed request. */
  record HarmEndsWithin(Duration within) implements Expectation {
    @Override
    public String sentence() {
      return "requests stop failing within %s of the first failure".formatted(seconds(within));
    }
  }

  /**
   * From the fault until no second's p99 is above {@code p99}: the ailing one is out of rotation.
   */
  record FastAgainWithin(Duration within, Duration p99) implements Expectation {
    @Override
    public String sentence() {
      return "requests are answered within %d ms again %s after the fault"
          .formatted(p99.toMillis(), seconds(within));
    }
  }

  /** The manifests' own template is current at the end, before the drill puts it back. */
  record OriginalCurrent(String workload) implements Expectation {
    @Override
    public String sentence() {
      return "the original template of %s is current at the end".formatted(workload);
    }
  }

  /** From the release until every instance is a new one, and ready. */
  record RolledOutWithin(String workload, Duration within) implements Expectation {
    @Override
    public String sentence() {
      return "every instance of %s is a new one within %s of the release"
          .formatted(workload, seconds(within));
    }
  }

  /** Payments that cannot be made now are taken and settled later: the fault was felt. */
  record PaymentsDeferred() implements Expectation {
    @Override
    public String sentence() {
      return "payments are deferred while the provider is away";
    }
  }

  /** From the end of the traffic until no payment and no refund is open. */
  record SettledWithin(Duration within) implements Expectation {
    @Override
    public String sentence() {
      return "every payment is settled within %s of the traffic's end".formatted(seconds(within));
    }
  }

  /**
   * From the fault's end until as large a share of the requests is answered well as before the
   * fault, but for a little: no backlog or retry keeps the system down when its cause is gone.
   */
  record GoodputBackWithin(double share, Duration within) implements Expectation {
    @Override
    public String sentence() {
      return "the goodput is back at %s %% of the baseline %s after the fault's end"
          .formatted(number(share * 100), seconds(within));
    }
  }

  /** Good answers a second in the burst, against those at capacity. */
  record GoodputHeld(double share) implements Expectation {
    @Override
    public String sentence() {
      return "the goodput in the burst is at least %s of that at capacity".formatted(number(share));
    }
  }

  /**
   * What is too much is turned away with 503 and Retry-After, and does not time out.
   *
   * @param share of all requests that may fail in another way, 0 to 1
   */
  record OnlyShed(double share) implements Expectation {
    @Override
    public String sentence() {
      return "at most %s %% of the requests fail otherwise than by 503 with Retry-After"
          .formatted(number(share * 100));
    }
  }

  /**
   * From when the guests of the burst have gone, so that the load is below the capacity again,
   * until the last request that failed or was turned away.
   */
  record ServedAgainWithin(Duration within) implements Expectation {
    @Override
    public String sentence() {
      return "every request is served again %s after the load is below the capacity"
          .formatted(seconds(within));
    }
  }

  /** Of the requests for pages, forms included. */
  record PagesServed() implements Expectation {
    @Override
    public String sentence() {
      return "no page and no form fails or is shed";
    }
  }

  /** Where a time bound begins. */
  enum From {
    FAULT("the fault"),
    FAULT_END("the fault's end");

    private final String words;

    From(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  private static <E extends Enum<E>> String sorted(
      Set<E> words, java.util.function.Function<E, String> word, String between) {
    return words.stream().sorted().map(word).collect(Collectors.joining(between));
  }

  private static String number(double value) {
    return java.math.BigDecimal.valueOf(value)
        .round(new java.math.MathContext(6))
        .stripTrailingZeros()
        .toPlainString();
  }

  /** Seconds as people write them, such as {@code 3 s} or {@code 1.5 s}. */
  static String seconds(Duration duration) {
    return number(duration.toMillis() / 1000.0) + " s";
  }
}
