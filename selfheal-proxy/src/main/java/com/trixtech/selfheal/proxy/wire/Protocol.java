package com.trixtech.selfheal.proxy.wire;

/** How a service's bytes are understood. */
public enum Protocol {
  /** HTTP/1.1: balanced, limited and retried for each request. */
  HTTP,
  /** Opaque bytes: balanced for each connection. */
  TCP
}
