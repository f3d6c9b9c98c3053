/**
 * How many calls may be under way at once, found out while they are made. {@link
 * com.trixtech.selfheal.shield.limit.AdaptiveLimit} stands before a dependency, {@link
 * com.trixtech.selfheal.shield.limit.FrontDoor} before the application itself. Neither has a queue:
 * what does not fit is refused at once. The rules by which a limit moves are those of Netflix's
 * concurrency-limits; counting and admission are here.
 */
@NullMarked
package com.trixtech.selfheal.shield.limit;

import org.jspecify.annotations.NullMarked;
