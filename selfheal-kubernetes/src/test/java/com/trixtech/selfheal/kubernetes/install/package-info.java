@NullMarked
package com.trixtech.selfheal.kubernetes.install;

import org.jspecify.annotations.NullMarked;
