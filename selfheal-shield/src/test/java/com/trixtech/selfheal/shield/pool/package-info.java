@NullMarked
package com.trixtech.selfheal.shield.pool;

import org.jspecify.annotations.NullMarked;
