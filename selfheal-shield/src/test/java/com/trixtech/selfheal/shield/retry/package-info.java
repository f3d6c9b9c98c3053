@NullMarked
package com.trixtech.selfheal.shield.retry;

import org.jspecify.annotations.NullMarked;
