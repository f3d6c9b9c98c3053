/**
 * Why a call was not made. One sealed family, so that a caller can answer each case: the breaker is
 * open, the limit is reached, the time is over. None of them says that the dependency failed this
 * time: it was not asked. They are not retried and not counted.
 */
@NullMarked
package com.trixtech.selfheal.shield.rejection;

import org.jspecify.annotations.NullMarked;
