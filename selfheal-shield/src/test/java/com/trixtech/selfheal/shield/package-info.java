@NullMarked
package com.trixtech.selfheal.shield;

import org.jspecify.annotations.NullMarked;
