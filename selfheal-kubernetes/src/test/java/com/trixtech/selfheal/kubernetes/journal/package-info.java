@NullMarked
package com.trixtech.selfheal.kubernetes.journal;

import org.jspecify.annotations.NullMarked;
