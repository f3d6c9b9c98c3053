/** What a breaker costs before a call: ours, and the ones that others use, in one run. */
@NullMarked
package com.trixtech.selfheal.bench.breaker;

import org.jspecify.annotations.NullMarked;
