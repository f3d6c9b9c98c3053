package com.trixtech.selfheal.manifest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A field that is valid on a cluster and has no meaning on one machine. {@code selfheal up} names
 * each at start, so that nobody relies on it. Immutable.
 *
 * @param kind the object's kind
 * @param field its path
 * @param sentence why it has no effect
 */
public record Unhonoured(
    String kind, String name, String field, SourceFile file, int line, String sentence) {
  private record Rule(Pattern path, String sentence) {}

  private static final List<Rule> RULES =
      List.of(
          pod("affinity", "There is one node; nothing is spread or gathered."),
          pod("topologySpreadConstraints", "There is one node; nothing is spread."),
          pod("nodeSelector", "There is one node."),
          pod("nodeName", "There is one node."),
          pod("tolerations", "There is one node, and it has no taints."),
          pod("schedulerName", "Nothing is scheduled."),
          pod("priorityClassName", "Nothing is pre-empted."),
          pod("runtimeClassName", "Instances are plain processes."),
          pod("securityContext", "Instances run as the user who started them."),
          pod("serviceAccountName", "There is no cluster API to log in to."),
          pod("automountServiceAccountToken", "There is no cluster API to log in to."),
          pod("imagePullSecrets", "Images are commands of the images map; nothing is pulled."),
          pod("hostNetwork", "Each instance has an own loopback address."),
          pod("dnsPolicy", "Names are resolved as on the machine itself."),
          pod("dnsConfig", "Names are resolved as on the machine itself."),
          pod("initContainers", "Only containers are started."),
          container("securityContext", "Instances run as the user who started them."),
          container("imagePullPolicy", "Images are commands of the images map; nothing is pulled."),
          container("resources\\.requests", "Nothing is scheduled by requests."),
          container("resources\\.limits\\.(?!memory).*", "Only the memory limit is looked at."),
          container("lifecycle\\.postStart", "Of the hooks only preStop is run."),
          container(
              "lifecycle\\.preStop\\.(?:httpGet|tcpSocket)",
              "Only exec and sleep are run before the stop signal."),
          container("lifecycle\\.stopSignal", "The images map names the stop signal."),
          rule(
              "spec\\.volumeClaimTemplates\\[\\]\\.spec\\.(?:storageClassName|accessModes|resources)",
              "A claim is a directory below the state directory."),
          rule("spec\\.podManagementPolicy", "Instances of a StatefulSet start in order."),
          rule("spec\\.persistentVolumeClaimRetentionPolicy", "Claims stay until they are wiped."),
          rule(
              "spec\\.(?:type|sessionAffinity|externalTrafficPolicy|internalTrafficPolicy|loadBalancer.*|externalIPs)",
              "A Service is a proxy on a loopback address."),
          rule("spec\\.ports\\[\\]\\.nodePort", "A Service is a proxy on a loopback address."),
          rule(
              "spec\\.(?:subsets|exportTo|workloadSelector)",
              "A rule holds for the whole Service and for every client."),
          rule(
              "spec\\.trafficPolicy\\.(?:loadBalancer|tls|tunnel|portLevelSettings|proxyProtocol|retryBudget)",
              "The proxy honours connectionPool and outlierDetection only."),
          rule(
              "spec\\.trafficPolicy\\.connectionPool\\.tcp\\.(?:tcpKeepalive|maxConnectionDuration|idleTimeout)",
              "The proxy keeps connections as it sees fit."),
          rule(
              "spec\\.trafficPolicy\\.connectionPool\\.http\\.(?:h2UpgradePolicy|useClientProtocol|maxConcurrentStreams|idleTimeout)",
              "The proxy speaks HTTP/1.1 and keeps connections as it sees fit."));

  /** Every such field that was written, in the order of files and lines. */
  public static List<Unhonoured> in(Manifests manifests) {
    List<Unhonoured> found = new ArrayList<>();
    for (var object : manifests.objects()) {
      String kind = object.value().getKind();
      // ConfigMaps and Secrets hold keys of anybody's choice.
      if (kind.equals("ConfigMap") || kind.equals("Secret")) {
        continue;
      }
      object
          .lines()
          .forEach((path, line) ->
              matching(path)
                  .forEach(rule ->
                      found.add(
                          new Unhonoured(
                              kind,
                              object.value().getMetadata().getName(),
                              path,
                              object.file(),
                              line,
                              rule.sentence()))));
    }
    found.sort(
        Comparator.comparing((Unhonoured u) -> u.file().path())
            .thenComparingInt(Unhonoured::line)
            .thenComparing(Unhonoured::field));
    return List.copyOf(found);
  }

  /** The same for people: one line for each field and reason, with all its places. */
  public static List<String> lines(Manifests manifests) {
    Map<String, Map<String, List<String>>> places = new LinkedHashMap<>();
    for (Unhonoured one : in(manifests)) {
      places
          .computeIfAbsent(
              one.shortField() + " has no effect here. " + one.sentence(),
              _ -> new LinkedHashMap<>())
          .computeIfAbsent(one.file().toString(), _ -> new ArrayList<>())
          .add(Integer.toString(one.line()));
    }
    List<String> lines = new ArrayList<>();
    places.forEach((what, files) -> {
      StringJoiner all = new StringJoiner(", ", what + " ", "");
      files.forEach((file, numbers) -> all.add(file + ":" + String.join(",", numbers)));
      lines.add(all.toString());
    });
    return List.copyOf(lines);
  }

  /** Without what all fields of a pod or a container begin with. */
  private String shortField() {
    return field
        .replaceFirst("^spec\\.(?:template\\.spec\\.(?:containers\\[\\d+]\\.)?)?", "")
        .replaceAll("\\[\\d+]", "[]");
  }

  private static Stream<Rule> matching(String path) {
    String shape = path.replaceAll("\\[\\d+]", "[]");
    return RULES.stream().filter(rule -> rule.path().matcher(shape).matches());
  }

  private static Rule pod(String field, String sentence) {
    return rule("spec\\.template\\.spec\\." + field, sentence);
  }

  private static Rule container(String field, String sentence) {
    return rule("spec\\.template\\.spec\\.containers\\[]\\." + field, sentence);
  }

  private static Rule rule(String path, String sentence) {
    return new Rule(Pattern.compile(path), sentence);
  }
}
