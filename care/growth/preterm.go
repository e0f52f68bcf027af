package growth

func intergrowth(c Child, m Measurement, a ages) []Result { return nil }

func (a ages) inPretermTables(c Child) bool { return false }
