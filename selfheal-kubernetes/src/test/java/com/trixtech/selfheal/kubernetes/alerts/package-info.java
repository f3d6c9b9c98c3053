@org.jspecify.annotations.NullMarked
package com.trixtech.selfheal.kubernetes.alerts;
