package com.trixtech.booking.springpeer;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One room. Immutable.
 *
 * @param price of one night
 * @param total of a whole stay, where one was asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Room(
    String id,
    String house,
    String type,
    int beds,
    int guests,
    Money price,
    String description,
    @Nullable Money total) {

  Room priced(long nights) {
    return new Room(id, house, type, beds, guests, price, description, price.times(nights));
  }
}
