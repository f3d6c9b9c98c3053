package com.trixtech.selfheal.kubernetes.alerts;

import com.trixtech.selfheal.core.model.Alert;

/**
 * One alert as a message tells of it.
 *
 * @param fingerprint what it is recognised by when it is told again, or told to be over
 * @param firing false: it is over
 */
record Told(String fingerprint, boolean firing, Alert alert) {}
