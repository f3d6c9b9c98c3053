package com.trixtech.selfheal.proxy;

import com.trixtech.selfheal.core.eject.EjectionPolicy;
import com.trixtech.selfheal.core.eject.EjectionSettings;
import com.trixtech.selfheal.core.eject.Result;
import com.trixtech.selfheal.proxy.wire.DestinationSettings;

/** Translates the wire's words into those of the pure ejection policy. Stateless. */
final class Outliers {
  private Outliers() {}

  static EjectionPolicy policy(DestinationSettings settings) {
    return new EjectionPolicy(
        new EjectionSettings(
            settings.consecutive5xxErrors(),
            settings.consecutiveGatewayErrors(),
            settings.splitExternalLocalOriginErrors(),
            settings.consecutiveLocalOriginFailures(),
            settings.interval(),
            settings.baseEjectionTime(),
            settings.maxEjectionPercent(),
            settings.minHealthPercent()));
  }

  static Result of(int status) {
    if (status < 500) {
      return Result.SUCCESS;
    }
    return status >= 502 && status <= 504 ? Result.GATEWAY_ERROR : Result.SERVER_ERROR;
  }
}
