package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.healer.Composition;
import com.trixtech.selfheal.cli.healer.HealerArguments;
import com.trixtech.selfheal.cli.healer.HealerLife;
import java.util.List;

/** The healer's process. Started by {@code selfheal up}, never by hand. */
public final class HealerMain {
  private HealerMain() {}

  public static void main(String[] arguments) {
    HealerLife life = new HealerLife(HealerArguments.parse(List.of(arguments)));
    System.exit(life.live(Composition::installed).code());
  }
}
