"""The list of commands and groups of `ocop`. A new module of commands is named here and nowhere else."""

from cycle.cli import config, declarations, diagram, doctor, founding, programme, publication, version

COMMANDS = [
    founding.init,
    declarations.check,
    declarations.publish,
    publication.publication,
    config.config,
    programme.programme,
    diagram.diagram,
    doctor.doctor,
    version.version,
]
