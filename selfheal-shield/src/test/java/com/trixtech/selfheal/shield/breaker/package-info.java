@NullMarked
package com.trixtech.selfheal.shield.breaker;

import org.jspecify.annotations.NullMarked;
