package com.trixtech.selfheal.images;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command behind {@code bin/images}. */
@Command(
    name = "bin/images",
    description =
        "Builds this project's container images from their Dockerfiles, without Docker, as"
            + " archives or into a registry.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:all are built",
      " 2:an argument or a Dockerfile is not what was expected",
      " 5:the machine or a registry did not allow it"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  bin/images --tar target/images            then: docker load, kind load, ctr images import",
      "  bin/images --registry registry.example.org/shop",
      "  bin/images --tar target/images --base tar://jre.tar booking/backend"
    })
final class Main implements Callable<Integer> {
  /** System property with the directories that are built where none is named. */
  static final String ALL = "selfheal.images.all";

  static final int BUILT = 0;
  static final int USAGE = 2;
  static final int ENVIRONMENT = 5;

  /** Where the images go. */
  static final class Destination {
    @Option(
        names = "--tar",
        paramLabel = "DIR",
        description = "write each image to DIR/NAME-VERSION.tar")
    @Nullable Path tar;

    @Option(
        names = "--registry",
        paramLabel = "REGISTRY",
        description =
            "push each to REGISTRY, with the credentials that docker login left, such as"
                + " REGISTRY/trixtech/backend:1.0.0")
    @Nullable String registry;
  }

  @Spec private @Nullable CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Destination to = new Destination();

  @Option(
      names = "--base",
      paramLabel = "IMAGE",
      defaultValue = "",
      description =
          "build on IMAGE and not on the one that the Dockerfiles name; it has a Java 25 on its"
              + " PATH. tar://FILE: an archive. scratch: nothing.")
  private String base = "";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help and end")
  private boolean help;

  @Option(
      names = "--arch",
      paramLabel = "ARCH",
      defaultValue = "amd64",
      description = "the machines' architecture (default: ${DEFAULT-VALUE})")
  private String architecture = "";

  @Option(
      names = "--insecure",
      description = "speak with a registry without TLS, such as one on this machine")
  private boolean insecure;

  @Parameters(
      paramLabel = "DIRECTORY",
      description = "directories with a Dockerfile (default: all of this project)")
  private List<Path> contexts = new ArrayList<>();

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler((failure, command, _) -> {
          command.getErr().println("error: " + failure.getMessage());
          return failure instanceof Unusable ? USAGE : ENVIRONMENT;
        });
  }

  /** All Dockerfiles are read before the first image is built. */
  @Override
  public Integer call() throws IOException, InterruptedException, Unusable {
    if (spec == null) {
      throw new IllegalStateException("the command line has not been read");
    }
    List<Dockerfile> images = new ArrayList<>();
    for (Path context : contexts.isEmpty() ? all() : contexts) {
      images.add(Dockerfile.in(context));
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    ImageBuild build = new ImageBuild(base, architecture, insecure, err::println);
    for (Dockerfile image : images) {
      out.println(built(build, image));
    }
    return BUILT;
  }

  private static List<Path> all() throws Unusable {
    String all = System.getProperty(ALL, "");
    if (all.isEmpty()) {
      throw new Unusable("DIRECTORY: none (expected: a directory with a Dockerfile)");
    }
    return Arrays.stream(all.split(File.pathSeparator)).map(Path::of).toList();
  }

  private String built(ImageBuild build, Dockerfile image)
      throws IOException, InterruptedException, Unusable {
    Path directory = to.tar;
    if (directory == null) {
      String registry = String.valueOf(to.registry);
      String digest = build.toRegistry(image, registry);
      return "%s/%s@%s".formatted(registry, image.reference(), digest);
    }
    Path tar =
        directory.resolve(
            "%s-%s.tar".formatted(image.shortName(), image.labels().get(Dockerfile.VERSION)));
    return "%s@%s in %s".formatted(image.reference(), build.toTar(image, tar), tar);
  }
}
