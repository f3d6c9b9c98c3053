@NullMarked
package com.trixtech.selfheal.shield.metrics;

import org.jspecify.annotations.NullMarked;
