/**
 * One effect for each {@code Idempotency-Key}. In: a key, and what the request means. Out: whether
 * this is the first request of that key, or the answer that the first one got. Key, effect and
 * answer are stored in one transaction, so no crash comes between them.
 */
@NullMarked
package com.trixtech.booking.backend.idempotency;

import org.jspecify.annotations.NullMarked;
