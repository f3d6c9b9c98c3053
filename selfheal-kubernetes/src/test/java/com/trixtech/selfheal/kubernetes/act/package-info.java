@NullMarked
package com.trixtech.selfheal.kubernetes.act;

import org.jspecify.annotations.NullMarked;
