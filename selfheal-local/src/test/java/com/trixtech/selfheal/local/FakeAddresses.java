package com.trixtech.selfheal.local;

import com.trixtech.selfheal.local.controllers.Addresses;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Addresses that nobody else on the machine is asked about; the tests seldom listen on them. */
final class FakeAddresses implements Addresses {
  @Override
  public String service(String name) {
    return "127.231.1." + (1 + Math.floorMod(name.hashCode(), 250));
  }

  @Override
  public String nextInstance(Predicate<String> inUse) {
    return IntStream.range(1, 250)
        .mapToObj(i -> "127.231.2." + i)
        .filter(inUse.negate())
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void release() {}
}
