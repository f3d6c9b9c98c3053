package com.trixtech.selfheal.local.services;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How the proxy is started. Immutable.
 *
 * @param java the JVM's executable
 * @param classpath what holds the proxy's main class
 * @param jvmOptions such as heap size or an AOT cache
 */
public record ProxyCommand(Path java, String classpath, List<String> jvmOptions) {

  private static final String MAIN = "com.trixtech.selfheal.proxy.Main";

  public ProxyCommand {
    jvmOptions = List.copyOf(jvmOptions);
  }

  /** With the JVM and the classpath of this very process. */
  public static ProxyCommand ofThisJvm(List<String> jvmOptions) {
    return new ProxyCommand(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        System.getProperty("java.class.path"),
        jvmOptions);
  }

  /** In a session of its own: Ctrl-C in the healer's terminal does not reach the data path. */
  List<String> line(Path routes, Path ready) {
    List<String> line = new ArrayList<>(List.of("setsid", java.toString()));
    line.addAll(jvmOptions);
    line.addAll(List.of("-cp", classpath, MAIN));
    line.addAll(List.of("--routes", routes.toString(), "--ready-file", ready.toString()));
    line.addAll(List.of("--admin-host", "127.0.0.1", "--admin-port", "0"));
    return line;
  }
}
