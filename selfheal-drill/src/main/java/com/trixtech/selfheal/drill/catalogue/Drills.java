package com.trixtech.selfheal.drill.catalogue;

import com.trixtech.selfheal.drill.Drill;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The catalogue, in the order in which people should run it. */
public final class Drills {
  /** The workload of the bookings, and its Service: the load goes there. */
  public static final String BACKEND = "trixtech-backend";

  /** The payment provider, and its Service: its ledger is there. */
  public static final String GATEWAY = "payment-gateway";

  /** The workload of the pages, and its Service. */
  public static final String FRONTEND = "trixtech-frontend";

  static final String DATABASE = "postgres";

  private Drills() {}

  /** Every drill; the same each time. */
  public static List<Drill> list() {
    return List.of(
        KillInstance.drill(),
        HangInstance.drill(),
        KillTwo.drill(),
        BackendAllKilled.drill(),
        FrontendKilled.drill(),
        BadRelease.drill(),
        BadReleaseSlow.drill(),
        FaultyReleases.deadlocked(),
        FaultyReleases.memoryLeak(),
        FaultyReleases.poolExhausted(),
        RollingUpdate.drill(),
        TrafficBurst.drill(),
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

  /** Those that run on a cluster, with a cluster's bounds. */
  public static List<Drill> onCluster() {
    return OnCluster.list();
  }

  /** Why a drill of {@link #list} is not among those of a cluster, by its name. */
  public static Map<String, String> notOnCluster() {
    return OnCluster.missing();
  }

  public static Optional<Drill> named(String name) {
    return list().stream().filter(drill -> drill.name().equals(name)).findFirst();
  }
}
