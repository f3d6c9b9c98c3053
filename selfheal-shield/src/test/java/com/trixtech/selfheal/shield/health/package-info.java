@NullMarked
package com.trixtech.selfheal.shield.health;

import org.jspecify.annotations.NullMarked;
