@NullMarked
package com.trixtech.selfheal.kubernetes.objects;

import org.jspecify.annotations.NullMarked;
