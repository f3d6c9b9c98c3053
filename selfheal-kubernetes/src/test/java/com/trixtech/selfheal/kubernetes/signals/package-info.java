@NullMarked
package com.trixtech.selfheal.kubernetes.signals;

import org.jspecify.annotations.NullMarked;
