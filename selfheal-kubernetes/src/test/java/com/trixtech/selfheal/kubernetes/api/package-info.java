@NullMarked
package com.trixtech.selfheal.kubernetes.api;

import org.jspecify.annotations.NullMarked;
