package com.trixtech.selfheal.cli.local;

import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.local.LocalRuntime;
import com.trixtech.selfheal.local.net.AddressesUnavailable;
import com.trixtech.selfheal.local.node.ImageMap;
import com.trixtech.selfheal.local.state.LocalException;
import com.trixtech.selfheal.local.state.StateUnavailable;
import com.trixtech.selfheal.manifest.Unhonoured;
import com.trixtech.selfheal.server.ControlException;
import com.trixtech.selfheal.server.api.ApplyReport;
import com.trixtech.selfheal.server.api.Problem;
import com.trixtech.selfheal.server.api.Requests;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Applies changed manifests to what runs: all of them, or nothing where they are wrong or the
 * machine does not allow it, as on a full disk.
 */
record Applying(Path state, AppliedManifests applied, LocalRuntime runtime) {
  private static final String AS_IT_WAS = "what runs is left as it was";

  /** What is wanted from now on, and what is different. */
  record Done(Wanted wanted, ApplyReport report) {}

  Done run(Requests.Apply request, ImageMap inUse) {
    List<String> warnings = new ArrayList<>();
    try {
      Path from = Path.of(request.dir());
      Wanted next =
          new Wanted(
                  from, LocalComposition.read(from), images(request.images(), inUse, warnings::add))
              .prepared(state, line -> {});
      applied.stage(from); // what may fail comes first
      List<ApplyReport.Change> changes = next.apply(runtime, applied.read());
      applied.take();
      next.manifests().warnings().forEach(w -> warnings.add(w.toString()));
      warnings.addAll(Unhonoured.lines(next.manifests()));
      return new Done(next, new ApplyReport(changes, warnings));
    } catch (CommandFailure e) {
      throw e.exit() == ExitCode.ENVIRONMENT ? environment(e, AS_IT_WAS) : badInput(e);
    } catch (StateUnavailable | UncheckedIOException e) {
      throw environment(e, AS_IT_WAS);
    } catch (AddressesUnavailable e) { // only after it was written: the workloads follow it already
      throw environment(e, "the Services are left as they were");
    } catch (LocalException e) {
      throw badInput(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlException(
          Problem.Code.UNAVAILABLE, "apply: interrupted", "to be left to finish", null);
    }
  }

  private static ControlException badInput(RuntimeException e) {
    return ControlException.badInput(
        String.valueOf(e.getMessage()), "manifests that can be applied");
  }

  private static ControlException environment(RuntimeException e, String state) {
    return new ControlException(
        Problem.Code.ENVIRONMENT,
        String.valueOf(e.getMessage()),
        null,
        state + "; apply again once the machine allows it");
  }

  private static ImageMap images(@Nullable String file, ImageMap inUse, Consumer<String> warnings) {
    if (file != null && Files.exists(Path.of(file))) {
      return LocalComposition.images(Path.of(file));
    }
    warnings.accept("images: no map is given, or it is not there: the one in use stays");
    return inUse;
  }
}
