// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Registry is what `config/` says: the law as data (`RulebookFile`), what the city decides beside it
// (`PolicyFile`), the sites with their certificates (`SitesFile`), the key source enterprises
// (`EnterprisesFile`), the vehicles (`VehiclesFile`), the worlds of the simulator (`ScenarioFile`) and
// the settings of the centre (`CentreConfiguration`). It turns files into checked values and holds no number of its own
// but ranges and defaults. Every file is read strictly: an unknown key, a missing one, a wrong type
// or a number out of range is a fault with file, line and column, and all faults of a file are
// reported together, so that one round of editing mends it.
