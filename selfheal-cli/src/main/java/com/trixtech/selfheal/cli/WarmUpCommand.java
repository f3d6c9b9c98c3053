package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.cli.local.Rehearsal;
import com.trixtech.selfheal.cli.text.IncidentText;
import com.trixtech.selfheal.cli.text.StatusText;
import com.trixtech.selfheal.server.ControlClient;
import com.trixtech.selfheal.server.ControlPlane;
import com.trixtech.selfheal.server.ControlServer;
import com.trixtech.selfheal.server.Json;
import com.trixtech.selfheal.server.api.IncidentView;
import com.trixtech.selfheal.server.api.Status;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;

/**
 * What the launcher runs once while the JVM records its start-up cache: one question over the
 * control API, asked and answered in this process, and its answer as text and JSON.
 */
@Command(
    name = "warm-up",
    hidden = true,
    description = "Runs through a status, for the launcher's start-up cache.",
    footer = {"", "Example:", "  ./selfheal warm-up"})
final class WarmUpCommand extends HealerCommand {

  WarmUpCommand(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Instant now = around.clock().instant();
    ControlPlane sample =
        (ControlPlane)
            Proxy.newProxyInstance(
                ControlPlane.class.getClassLoader(),
                new Class<?>[] {ControlPlane.class},
                (_, method, _) ->
                    switch (method.getName()) {
                      case "status" -> status(now);
                      case "incidents" -> List.of(incident(now));
                      default -> throw new UnsupportedOperationException(method.getName());
                    });
    Path state = Files.createTempDirectory("selfheal-warm-up");
    try {
      try (ControlServer _ =
              ControlServer.start(InetAddress.getLoopbackAddress(), state, sample, _ -> {});
          ControlClient client = ControlClient.of(state);
          Progress progress = progress()) {
        Status status = progress.during("warming up", client::status);
        List<IncidentView> open = client.incidents(false);
        List<String> text = StatusText.lines(status, open, now, style());
        String json = Json.pretty(status);
        List<String> story = IncidentText.story(open.getFirst(), now, style());
        show(List.of(json, text, story), () -> List.of("warm"));
      }
      Path home = Path.of(around.environment().getOrDefault("SELFHEAL_HOME", ""));
      if (Files.isRegularFile(home.resolve("images.yaml"))) {
        Rehearsal.run(home.resolve("deploy"), home.resolve("images.yaml"), state.resolve("healer"));
      }
    } finally {
      try (var files = Files.walk(state)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    return ExitCode.OK.code();
  }

  private static Status status(Instant now) {
    var instance =
        new Status.InstanceStatus("sample-0", "uid", 1L, "127.0.0.1", true, "Healthy", 0, "");
    var workload =
        new Status.WorkloadStatus("sample", "Deployment", "Healthy", 1, 1, 1, List.of(instance));
    return new Status(
        "Healthy",
        "On",
        List.of(workload),
        List.of(new Status.ServiceStatus("sample", "http://127.0.0.1/")),
        new Status.IncidentCount(1),
        List.of(new Status.Attention("sample", "a sentence")),
        List.of(),
        now);
  }

  private static IncidentView incident(Instant now) {
    return new IncidentView(
        "inc-1",
        "sample-0",
        "InstanceCrashed",
        List.of(new IncidentView.RemedyView("Restart", "sample-0", "Admitted", "Recovered", now)),
        "Recovered",
        now,
        now,
        now,
        "Deployment/sample",
        List.of("a sentence"),
        List.of(new IncidentView.Rejected("BadRelease", "a sentence")),
        List.of(new IncidentView.Line(now, "act", "a sentence")));
  }
}
