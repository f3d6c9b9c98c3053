@NullMarked
package com.trixtech.selfheal.shield.limit;

import org.jspecify.annotations.NullMarked;
