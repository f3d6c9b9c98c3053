@NullMarked
package com.trixtech.selfheal.kubernetes.operator;

import org.jspecify.annotations.NullMarked;
