package com.trixtech.selfheal.drill.catalogue;

import com.trixtech.selfheal.drill.Drill;
import java.util.List;
import java.util.Optional;

/** The catalogue, in the order in which people should run it. */
public final class Drills {
  static final String BACKEND = "trixtech-backend";
  static final String DATABASE = "postgres";
  static final String GATEWAY = "payment-gateway";

  private Drills() {}

  /** Every drill; the same each time. */
  public static List<Drill> list() {
    return List.of(
        KillInstance.drill(),
        HangInstance.drill(),
        KillTwo.drill(),
        BackendAllKilled.drill(),
        BadRelease.drill(),
        BadReleaseSlow.drill(),
        RollingUpdate.drill(),
        DatabaseDown.drill(),
        DatabaseHang.drill(),
        FalseAlarm.drill(),
        HealerKilled.drill(),
        PaymentProvider.slow(),
        PaymentProvider.hang(),
        PaymentProvider.errors(5),
        PaymentProvider.errors(20),
        PaymentProvider.errors(100),
        PaymentProvider.answerLost());
  }

  public static Optional<Drill> named(String name) {
    return list().stream().filter(drill -> drill.name().equals(name)).findFirst();
  }
}
