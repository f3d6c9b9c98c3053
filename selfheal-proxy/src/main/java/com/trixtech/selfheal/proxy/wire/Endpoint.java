package com.trixtech.selfheal.proxy.wire;

/**
 * One instance behind a service. Immutable.
 *
 * @param uid identity of the instance; a replacement has another
 * @param name for people
 * @param host address, normally the instance's own 127.x.y.z
 * @param port 1 to 65535
 * @param release revision that the instance runs
 */
public record Endpoint(String uid, String name, String host, int port, String release) {
  public Endpoint {
    Checks.text("uid", uid);
    Checks.text("host", host);
    Checks.port("port", port, 1);
  }
}
