package com.trixtech.booking.load;

import java.util.List;

/**
 * The client's books against the database's. Immutable.
 *
 * @param acknowledged different bookings that a client was promised
 * @param lost promised, and not in the database
 * @param doubled pairs of active bookings that overlap on one resource; or further rows, or a
 *     further promised id, for one key
 * @param unexplained rows of this run that nobody asked for, or that differ from what was asked
 * @param unacknowledged rows that were asked for and never promised: the answer was lost on its
 *     way. Not a fault
 * @param examples a line for each of the first findings
 */
public record LedgerReport(
    long acknowledged,
    long lost,
    long doubled,
    long unexplained,
    long unacknowledged,
    List<String> examples) {
  public LedgerReport {
    examples = List.copyOf(examples);
  }

  /** Nothing lost, nothing doubled, nothing that cannot be explained. */
  public boolean clean() {
    return lost == 0 && doubled == 0 && unexplained == 0;
  }
}
