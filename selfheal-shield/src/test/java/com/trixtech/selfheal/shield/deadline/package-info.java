@NullMarked
package com.trixtech.selfheal.shield.deadline;

import org.jspecify.annotations.NullMarked;
