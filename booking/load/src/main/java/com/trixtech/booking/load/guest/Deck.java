package com.trixtech.booking.load.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Deals the visits: each hundred has exactly the wanted mix, in an order by the seed. Dice would
 * make the rate of requests swing; a deck keeps it even. For one thread.
 */
public final class Deck {
  /** The share of writes where nobody only looks. */
  public static final double MOST_WRITES = 0.42;

  private static final int SIZE = 100;

  private final SplittableRandom random;
  private final List<Visit> cards = new ArrayList<>();
  private int dealt;

  /**
   * @param writeShare part of the requests that write, 0 to {@link #MOST_WRITES}
   */
  public Deck(double writeShare, long seed) {
    random = new SplittableRandom(seed);
    int lookers = lookers(writeShare);
    for (int i = 0; i < lookers; i++) {
      cards.add(Visit.LOOKS);
    }
    // Largest remainders: the shares of what is left, in whole cards.
    double debt = 0;
    for (Visit visit : Visit.values()) {
      debt += visit.share() * (SIZE - lookers) / 100.0;
      for (; debt >= 0.5 && cards.size() < SIZE; debt--) {
        cards.add(visit);
      }
    }
    dealt = cards.size();
  }

  private static int lookers(double writeShare) {
    if (writeShare == 0) {
      return SIZE;
    }
    double requests = 0;
    double writes = 0;
    for (Visit visit : Visit.values()) {
      requests += visit.share() / 100.0 * visit.requests();
      writes += visit.share() / 100.0 * visit.writes();
    }
    double perBooker = Math.max(0, (writes / writeShare - requests) / Visit.LOOKS.requests());
    return (int) Math.round(SIZE * perBooker / (1 + perBooker));
  }

  /** Requests of a visit without trouble, on the average. */
  public double requestsPerVisit() {
    return cards.stream().mapToInt(Visit::requests).average().orElseThrow();
  }

  /** The part of those that writes. */
  double writeShare() {
    return cards.stream().mapToInt(Visit::writes).sum()
        / (double) cards.stream().mapToInt(Visit::requests).sum();
  }

  Visit deal() {
    if (dealt == cards.size()) {
      for (int i = cards.size() - 1; i > 0; i--) {
        int other = random.nextInt(i + 1);
        Visit swapped = cards.get(i);
        cards.set(i, cards.get(other));
        cards.set(other, swapped);
      }
      dealt = 0;
    }
    return cards.get(dealt++);
  }
}
